/** An IPv6 customer has 2^64 addresses to come from, so all of a /64 are one sender. */
export const networkOf = (address: string): string => ipv4Of(address)?.[0] ?? groupsOf(address).slice(0, 4).join(":");

/** An address without what tells neighbours apart: the last 8 bits of IPv4 and the last 80 of IPv6, as web analytics has always cut them. */
export const truncatedIp = (address: string): string => ipv4Of(address)?.[1] ?? groupsOf(address).slice(0, 3).join(":");

/** Also where a proxy writes it as `::ffff:203.0.113.9`, or with the port. */
const ipv4Of = (address: string): RegExpExecArray | null => /(\d+\.\d+\.\d+)\.\d+/.exec(address);

/** The eight groups of an IPv6 address, those that `::` stands for among them (RFC 4291, section 2.2). */
function groupsOf(address: string): string[] {
  const [head = "", tail] = address.split("::", 2);
  const [before, after] = [splitGroups(head), splitGroups(tail ?? "")];
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  return [...before, ...Array<string>(zeros).fill("0"), ...after];
}

const splitGroups = (text: string): string[] => (text === "" ? [] : text.split(":"));
