import type { Metadata } from "next";
import Link from "next/link";
import { LateForecast } from "../../src/nights/late-forecast.tsx";

export const metadata: Metadata = { title: "Clear nights" };

/** Time to First Byte is good up to 800 ms; this page thinks a little longer. */
const serverThinksMs = 900;

export default async function NightsPage() {
  await new Promise((resolve) => setTimeout(resolve, serverThinksMs));
  return (
    <article>
      <LateForecast />
      <div className="bg-night">
        {/* Large and late on purpose: this picture becomes the Largest Contentful Paint. A plain img, since next/image would mend it. */}
        <img
          src="/nights/plate"
          width={1600}
          height={700}
          alt="A long exposure: stars draw arcs round the pole above a low hill"
          className="mx-auto aspect-[16/9] w-full max-w-[1600px] object-cover sm:aspect-[16/7]"
        />
      </div>
      <div className="page max-w-[760px] pt-10">
        <h1 className="font-medium text-[34px] tracking-[-0.025em]">Clear nights</h1>
        <p className="mt-4">
          Begin with the moon, and not when it is full. In the week before, the line between day and night walks across
          it, and along that line every hill throws a shadow as long as a county. A spyglass is enough.
        </p>
        <p className="mt-4">
          Then find a bright star that does not twinkle: that is a planet. Jupiter keeps four moons about it that change
          places from one evening to the next. Draw them, go to bed, and look again tomorrow.
        </p>
        <p className="mt-4">
          When you know your way, drive to where it is dark and wait for twenty minutes without looking at a screen.
          Your eyes need that long to open.
        </p>
        <p className="mt-8 flex flex-wrap gap-3">
          <Link href="/product/wren-spyglass" className="button">
            A spyglass for the moon
          </Link>
          <Link href="/product/red-lamp" className="button button-quiet">
            A lamp that spares the eyes
          </Link>
        </p>
        <p className="mt-10 border-line border-t pt-4 text-[14px] text-muted">
          This page is slow on purpose: the server waits 0.9 s, the picture comes 3 s late, and the forecast pushes
          everything down when it arrives.
        </p>
      </div>
    </article>
  );
}
