/** `firstparty/server`: what only a long-lived process has. */
export { type ServeOptions, serve } from "./serve.ts";
