const maxDeaths = 5;
const windowMs = 60_000;
const firstPauseMs = 200;

/** How long to wait before what has just died is started again. Pauses grow; undefined where it has died too often within a minute. */
export function countDeaths(): (now: number) => number | undefined {
  let deaths: number[] = [];
  return (now) => {
    deaths = [...deaths.filter((at) => at > now - windowMs), now];
    return deaths.length > maxDeaths ? undefined : firstPauseMs * 2 ** (deaths.length - 1);
  };
}
