package dev.socketio.benchmarks.load;

/**
 * What one run has shown.
 *
 * @param cpu CPU time of the server for one operation, in microseconds
 * @param rate operations per second
 * @param p99 the 99th percentile of the latencies, in microseconds
 */
record Measurement(double cpu, double rate, double p99) {

}
