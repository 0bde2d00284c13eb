import type { ErrorAnswer, FailureType } from "@perigee/schema";

/** What a failed request comes to: one of the API's closed list, or `unreachable` when nothing answered at all. */
export type ApiFailureType = FailureType | "unreachable";

/** TanStack Query carries failures by throwing, so here, and only here, an expected failure is an Error. */
export class ApiFailure extends Error {
  readonly type: ApiFailureType;
  /** Which part of what was sent is at fault, dotted, where the API says so. */
  readonly field: string | undefined;
  constructor(
    message: string,
    { type, field, ...options }: ErrorOptions & { type: ApiFailureType; field?: string | undefined },
  ) {
    super(message, options);
    this.name = "ApiFailure";
    this.type = type;
    this.field = field;
  }
}

type RequestOptions = { method?: "GET" | "POST" | "PATCH" | "DELETE"; body?: unknown; signal?: AbortSignal };

/** Asks the API through this site's own `/api` and gives its JSON answer. Throws ApiFailure, or the signal's own reason when aborted. */
export async function request<Answer>(path: string, options: RequestOptions = {}): Promise<Answer> {
  const response = await send(path, options);
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok && answer !== null) return answer as Answer;
  throw readFailure(response.status, answer);
}

async function send(path: string, { method = "GET", body, signal }: RequestOptions): Promise<Response> {
  try {
    return await fetch(`/api${path}`, {
      method,
      headers: body === undefined ? {} : { "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new ApiFailure("The dashboard did not answer. Check your connection and try again.", {
      type: "unreachable",
      cause,
    });
  }
}

function readFailure(status: number, answer: unknown): ApiFailure {
  if (isErrorAnswer(answer)) {
    const { message, type, field } = answer.error;
    return new ApiFailure(message, { type, field });
  }
  return new ApiFailure(`The API answered with status ${status} and no reason. Try again.`, { type: "internal" });
}

function isErrorAnswer(answer: unknown): answer is ErrorAnswer {
  const error = (answer as Partial<ErrorAnswer> | null)?.error;
  return typeof error?.type === "string" && typeof error.message === "string";
}
