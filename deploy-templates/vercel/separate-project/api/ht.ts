import { toVercel } from "firstparty/vercel";
import { handler } from "../firstparty.js"; // .js: Vercel compiles each file by itself

export default toVercel(handler);
