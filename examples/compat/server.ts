// The interop server, with another page: one written for the original React client, its imports switched and nothing else.
// A static import would be dropped by the bundler, since the package says that its files have no side effects.
await import("../interop/server.ts");
