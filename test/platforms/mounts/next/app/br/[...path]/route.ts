export { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT } from "../../ht/[...path]/route.ts";
