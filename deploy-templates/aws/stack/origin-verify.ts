import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import type { Construct } from "constructs";

export const VERIFY_HEADER = "x-origin-verify";

/**
 * The secret that CloudFront sends and the function asks for. Whoever finds the API's own address does not have it, and so cannot write an
 * X-Forwarded-For to which CloudFront has appended nothing. The template holds references to Secrets Manager, no value; the function's variables and the distribution's settings do, so who may read those knows it.
 *
 * Of generation n the function takes n and n - 1, and CloudFront sends n: edges that still send the old one, while a deployment spreads, lose no event.
 */
export function originSecrets(scope: Construct, generation: number): { readonly sent: Secret; readonly taken: string } {
  const generateSecretString = { passwordLength: 64, excludePunctuation: true };
  const secretOf = (each: number) =>
    new Secret(scope, `OriginVerify${each}`, {
      description: `${VERIFY_HEADER}, generation ${each}`,
      generateSecretString,
    });
  const sent = secretOf(generation);
  const accepted = generation > 1 ? [sent, secretOf(generation - 1)] : [sent];
  return { sent, taken: accepted.map((secret) => secret.secretValue.unsafeUnwrap()).join(",") };
}
