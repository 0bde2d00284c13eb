import { type Api, createApi } from "./api.ts";
import { parseConfig } from "./config.ts";
import { logFault } from "./log-fault.ts";
import { errorOf } from "./refusal.ts";
import { type Bindings, openServices } from "./services.ts";

/** Made with the first request, since Workers have their bindings only then, and kept for the isolate's life. */
let api: Api | undefined;

export default {
  fetch(request, env, context) {
    if (!api) {
      const config = parseConfig(env);
      if (!config.ok) {
        logFault(config.failure.message);
        return Response.json(errorOf(config.failure), { status: 500 });
      }
      api = createApi(openServices(env, config.value));
    }
    return api.fetch(request, env, context);
  },
} satisfies ExportedHandler<Bindings>;
