import type { Answer, FirstParty } from "../../core/types.ts";

/** An answer whose body is all here, as JSON can carry it: text where it is UTF-8, else base64. Either way the bytes are the same. */
export interface WholeAnswer extends Omit<Answer, "body"> {
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

/** `handler.answer`: a function around the handler takes Fetch requests only, and those resolve paths. */
export function answering({ answer }: FirstParty, adapter: string): FirstParty["answer"] {
  if (typeof answer === "function") return answer;
  throw new TypeError(`${adapter} takes what createFirstParty returned, not a function around it`);
}

/**
 * An answer in one piece of JSON, of `limit` bytes at most; core has read its body whole. In place of a larger one the platform would send
 * an error that says nothing: it is 502 with a sentence.
 */
export function inOnePiece<Result>(answer: Answer, limit: number, toResult: (whole: WholeAnswer) => Result): Result {
  const result = toResult({ ...answer, ...asText(Buffer.from((answer.body ?? "") as string)) });
  if (Buffer.byteLength(JSON.stringify(result)) <= limit) return result;
  return toResult(failure(502, "upstream_too_large", `More than ${limit} bytes cannot go back in one piece.`));
}

/** A failure of the adapter's own, in the form of core's. */
export function failure(status: number, code: string, message: string): WholeAnswer {
  return {
    status,
    headers: { "content-type": "application/json", "cache-control": "no-store", "x-content-type-options": "nosniff" },
    setCookies: [],
    body: JSON.stringify({ code, message }),
    isBase64Encoded: false,
  };
}

function asText(bytes: Buffer): Pick<WholeAnswer, "body" | "isBase64Encoded"> {
  const body = bytes.toString();
  return Buffer.from(body).equals(bytes)
    ? { body, isBase64Encoded: false }
    : { body: bytes.toString("base64"), isBase64Encoded: true };
}
