export { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT } from "./vercel-methods.ts";

export const config = { runtime: "edge" };
