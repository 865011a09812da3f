/** `firstparty/server`: what only a long-lived process has. */
export { listen } from "./listen.ts";
export type { Listening, ListenOptions } from "./listening.ts";
export { type ServeOptions, serve } from "./serve.ts";
