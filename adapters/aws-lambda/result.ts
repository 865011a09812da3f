import type { ResultForm } from "./event.ts";
import type { WholeAnswer } from "./whole-answer.ts";

/** What the services take back; the pages are those of the events. Lists are mutable as in `@types/aws-lambda`. */
export interface LambdaResult {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly multiValueHeaders?: Readonly<Record<string, string[]>>;
  readonly cookies?: string[];
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

/** Set-Cookie stands in one place only: a service that reads two would set every cookie twice. */
export function toResult(answer: WholeAnswer, form: ResultForm): LambdaResult {
  const { status: statusCode, headers, setCookies, body, isBase64Encoded } = answer;
  const result = { statusCode, body, isBase64Encoded };
  if (form === "cookies") return { ...result, headers, cookies: [...setCookies] };
  const [first] = setCookies;
  if (form === "plain") return { ...result, headers: { ...headers, ...(first && { "set-cookie": first }) } };
  const multiValueHeaders: Record<string, string[]> = first ? { "set-cookie": [...setCookies] } : {};
  for (const name in headers) multiValueHeaders[name] = [headers[name] ?? ""];
  return { ...result, multiValueHeaders };
}
