package dev.socketio.interop.adapter;

import java.time.Duration;

/**
 * How long servers of a cluster wait for each other.
 *
 * @param requestTimeout how long other servers have to answer
 * @param heartbeatInterval how long a server may be silent before it sends a heartbeat,
 * for adapters that do
 * @param heartbeatTimeout how long others may be silent before they do not count any more
 */
record Timing(Duration requestTimeout, Duration heartbeatInterval, Duration heartbeatTimeout) {

	/** Nothing runs out of time, however busy the machine is. */
	static final Timing PATIENT = new Timing(Duration.ofSeconds(20), Duration.ofSeconds(1), Duration.ofSeconds(60));

	/** For tests in which something has to, but nothing else on a busy machine. */
	static final Timing BRISK = new Timing(Duration.ofSeconds(4), Duration.ofMillis(200), Duration.ofSeconds(4));

	/** For tests in which only requests do. */
	static final Timing BRISK_REQUESTS = new Timing(BRISK.requestTimeout, PATIENT.heartbeatInterval,
			PATIENT.heartbeatTimeout);

}
