import type { Config } from "../../../core/index.ts";
import { holds } from "../broken.ts";
import type { Outcome } from "../exchange.ts";

/** `originVerify`: who has come past what stands in front gets nothing, and the secret goes no further. False where he did, and nothing else holds of him. */
export function judgeEdge({ config, seen, up, answered }: Outcome): boolean {
  const { originVerify }: Config = config;
  if (originVerify === undefined) return true;
  const { header = "x-origin-verify", secrets } = originVerify;
  const given = seen.header(header) ?? "";
  if (secrets.includes(given)) {
    holds("the secret goes no further", !JSON.stringify(up).includes(given), given);
    return true;
  }
  const isRefused = answered.status === 403 && up.length === 0 && answered.setCookies.length === 0;
  holds("nothing is served past what stands in front", isRefused, [seen.url, given, answered.status]);
  return false;
}
