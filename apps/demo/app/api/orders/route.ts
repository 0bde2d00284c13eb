import { sendToShopApi } from "../../../src/checkout/shop-api.ts";
import { readShopApiUrl } from "../../../src/shop.config.ts";

export const POST = (request: Request): Promise<Response> => sendToShopApi(request, readShopApiUrl());
