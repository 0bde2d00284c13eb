const longestMs = 5_000;
const statuses = [200, 404, 500, 503];

/** Answers as badly as it is asked to: `?status=503`, `?ms=2500`. */
export async function GET(request: Request): Promise<Response> {
  const { searchParams } = new URL(request.url);
  const asked = Number(searchParams.get("status"));
  const status = statuses.find((known) => known === asked) ?? 200;
  const ms = Math.min(Number(searchParams.get("ms")) || 0, longestMs);
  await new Promise((resolve) => setTimeout(resolve, ms));
  return Response.json({ status, ms }, { status, headers: { "Cache-Control": "no-store" } });
}
