// Preloaded into the apps' processes (`node --import`): when the stack is killed, its end of our stdin closes and we go too,
// so that no orphan keeps a port.
process.stdin.on("end", () => process.exit(0)).resume();
process.stdin.unref?.();
