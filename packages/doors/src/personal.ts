/**
 * Names that people, addresses of the net and what browsers send along go by in OpenTelemetry's, Sentry's and Faro's attributes. Clients set
 * them on their own as soon as a site has told them its user, and no visitor has agreed that they be kept here as well.
 */
const personal =
  /^(?:user\.(?:email|name|username|full_?name|ip_address|geo\..*)|(?:client|network\.peer)\.address|net\.peer\.ip|http\.client_ip|(?:http\.)?(?:request|response)\.(?:headers?|cookies?)\b.*|http\.request\.body.*)$/i;

export const isPersonal = (name: string): boolean => personal.test(name);
