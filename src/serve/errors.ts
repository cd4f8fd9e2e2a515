/** What goes wrong in a request, as OpenAI's API says it: a status, and an error object for the body. */

export type ErrorType =
  | "invalid_request_error"
  | "authentication_error"
  | "permission_error"
  | "not_found_error"
  | "rate_limit_error"
  | "server_error";

export interface ErrorObject {
  readonly message: string;
  readonly type: ErrorType;
  /** The field of the request that is wrong, as a path: `messages[0].content`. */
  readonly param: string | null;
  readonly code: string | null;
}

/** An error that is told to the client. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;
  readonly type: ErrorType;
  readonly code: string | null;
  readonly param: string | null;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    message: string,
    details: {
      readonly code?: string | null;
      readonly param?: string | null;
      readonly headers?: Readonly<Record<string, string>>;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, { cause: details.cause });
    this.status = status;
    this.type = typeOf(status);
    this.code = details.code ?? null;
    this.param = details.param ?? null;
    this.headers = details.headers ?? {};
  }

  /** The body of the answer; in a stream, a last event. */
  get body(): { readonly error: ErrorObject } {
    const { message, type, param, code } = this;
    return { error: { message, type, param, code } };
  }
}

/** 400: the request asks for something that is wrong or not supported. */
export function badRequest(message: string, param?: string, code?: string | null): ApiError {
  return new ApiError(400, message, { param, code });
}

/** For `catch`: a mistake in the request that does not know its field gets `param` for it; other errors pass. */
export function inField(param: string): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof ApiError) || error.status !== 400 || error.param !== null) throw error;
    throw badRequest(error.message, param, error.code);
  };
}

function typeOf(status: number): ErrorType {
  if (status === 401) return "authentication_error";
  if (status === 403) return "permission_error";
  if (status === 404) return "not_found_error";
  if (status === 429) return "rate_limit_error";
  return status < 500 ? "invalid_request_error" : "server_error";
}
