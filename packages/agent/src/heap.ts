import { setFlagsFromString } from "node:v8";

// Batches live shortly, and what is new may otherwise grow to 16 MB thrice over. They must come before the rest of the program runs.
setFlagsFromString("--semi-space-growth-factor=1");
setFlagsFromString("--heap-growing-percent=10");
setFlagsFromString("--single-threaded-gc");
