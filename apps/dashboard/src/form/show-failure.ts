import type { FieldPath, FieldValues, UseFormSetError } from "react-hook-form";
import { ApiFailure } from "../api/request.ts";

/**
 * Shows what the API refused at the field that it named, where the form has one of that name (`fields`: the beginnings of such names),
 * and under the form otherwise.
 */
export function showFailure<Values extends FieldValues>(
  failure: unknown,
  { setError, fields }: { setError: UseFormSetError<Values>; fields: readonly FieldPath<Values>[] },
): void {
  if (!(failure instanceof ApiFailure)) throw failure;
  const path = failure.field?.replace(/^settings\./, "") ?? "";
  const known = fields.find((field) => path === field || path.startsWith(`${field}.`));
  setError(known ?? "root", { message: failure.message });
}
