// Stands in for `server-only` in tests: that package throws wherever the condition `react-server` is not set.
export {}
