import { RequestError } from "ws-sync-rx";

/** Why a request was not done. */
export function codeOf(error: unknown): string {
  if (error instanceof RequestError) return error.code;
  throw new Error("It is no RequestError.", { cause: error });
}
