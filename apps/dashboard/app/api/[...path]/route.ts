import { config } from "../../../src/server/config.ts";
import { forward } from "../../../src/server/proxy.ts";

const handle = (request: Request): Promise<Response> => forward(request, config.apiUrl);

export { handle as DELETE, handle as GET, handle as PATCH, handle as POST, handle as PUT };
