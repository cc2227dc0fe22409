/**
 * Mocha sends a worker SIGTERM a second after it told it to exit, while V8 is still writing down what the worker has covered. With a
 * listener the signal waits for an event loop that has ended.
 */
process.on("SIGTERM", () => undefined);
