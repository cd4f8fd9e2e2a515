import { defineConfig } from "vitest/config";

// Test files run in processes of their own: ONNX Runtime lives in native memory, and a crash must name its file.
export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts", "web/**/*.test.ts"],
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
