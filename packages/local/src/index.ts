export { type SpawnedStack, spawnStack } from "./spawn-stack.ts";
