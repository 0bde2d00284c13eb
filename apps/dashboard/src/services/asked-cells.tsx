import type { Row } from "../api/rows.ts";
import { counted, percent, perSecond } from "../format/number.ts";

/** What was asked of a service or of one of its operations, as tables show it: rounded, with the counts behind it on hover. */

type Asked = Pick<Row<"service-overview">, "requests" | "rate" | "errors" | "errorRate">;

export const RateCell = ({ of: { rate, requests } }: { of: Asked }) => (
  <span title={counted(requests, "request")}>{perSecond(rate)}</span>
);

export const ErrorsCell = ({ of: { errorRate, errors, requests } }: { of: Asked }) => (
  <span
    title={`${counted(errors, "error")} of ${counted(requests, "request")}`}
    className={errors > 0 ? "font-medium" : "text-muted"}
  >
    {percent(errorRate)}
  </span>
);
