import { starField } from "../../../src/art/star-field.ts";

const lateMs = 3_000;

/** The picture of the slow page: an SVG that the server holds back. */
export async function GET(): Promise<Response> {
  await new Promise((resolve) => setTimeout(resolve, lateMs));
  return new Response(starTrails(), {
    headers: { "Content-Type": "image/svg+xml", "Cache-Control": "no-store" },
  });
}

/** Chrome passes over pictures with little content per pixel when it picks the largest paint, so the sky is full. */
function starTrails(): string {
  const pole = { x: 1_000, y: 470 };
  const trails = starField({ seed: 21, count: 900, width: 1_600, height: 700 }).map(({ x, y, radius }) => {
    const distance = Math.hypot(x - pole.x, y - pole.y);
    const length = (distance * 0.42).toFixed(0);
    const angle = ((Math.atan2(y - pole.y, x - pole.x) * 180) / Math.PI).toFixed(1);
    const circle = `cx="${pole.x}" cy="${pole.y}" r="${distance.toFixed(1)}"`;
    return `<circle ${circle} stroke-width="${(radius * 0.8).toFixed(2)}" stroke-dasharray="${length} 9999" transform="rotate(${angle} ${pole.x} ${pole.y})"/>`;
  });
  return [
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1600 700" width="1600" height="700">',
    '<rect width="1600" height="700" fill="#0b0e13"/>',
    `<g fill="none" stroke="#dfe6ee" stroke-opacity="0.55">${trails.join("")}</g>`,
    '<path d="M0 640 C260 560 520 610 820 630 C1120 650 1360 590 1600 620 V700 H0 Z" fill="#05070a"/>',
    "</svg>",
  ].join("");
}
