import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 20_000,
    maxWorkers: 2,
    // CommonJS default imports as Node itself gives them.
    deps: { interopDefault: false },
  },
});
