import { handler } from "../../../firstparty.ts";

const route = (request: Request) => handler(request, { forwardedFor: "kept" });
export { route as DELETE, route as GET, route as HEAD, route as OPTIONS, route as PATCH, route as POST, route as PUT };
