// Preloaded into the apps' processes (`node --import 'exit-with-parent.ts?parent=<pid>'`): when the stack is killed, its end of our
// stdin closes and we go too, so that no orphan keeps a port. Next.js hands the preload on to processes of its own, whose stdin says
// nothing about the stack: they are left alone.
if (new URL(import.meta.url).searchParams.get("parent") === String(process.ppid)) {
  process.stdin.on("end", () => process.exit(0)).resume();
  process.stdin.unref?.();
}
