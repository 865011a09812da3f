import type { Expected, Gap, ParityCase } from "../case.ts";

/** What web servers write on an answer that has lost its body with its type. `byExtension`: the type that the path's extension has. */
export function typedInFront(answer: Expected, byExtension?: string): NonNullable<ParityCase["gaps"]> {
  const instead = (type: string): Gap["instead"] => ({
    answer: { ...answer, headers: { ...answer.headers, "content-type": type } },
  });
  const apache = {
    why: "Apache gives an answer without a type the one of the path's extension; it is empty",
    instead: instead(byExtension ?? ""),
  };
  return {
    ...(byExtension === undefined ? {} : { "node behind apache": apache }),
    "node behind caddy": {
      why: "the template for Caddy names a type where nothing does, since Caddy would guess one by the bytes",
      instead: instead("application/octet-stream"),
    },
  };
}
