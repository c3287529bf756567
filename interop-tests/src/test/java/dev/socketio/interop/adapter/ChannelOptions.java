package dev.socketio.interop.adapter;

import java.time.Duration;

/**
 * How long servers wait for each other.
 *
 * @param requestTimeout how long other servers have to answer when the caller does not
 * say
 * @param heartbeatInterval how long a server may be silent before it sends a heartbeat
 * @param heartbeatTimeout how long others may be silent before they do not count any more
 */
record ChannelOptions(Duration requestTimeout, Duration heartbeatInterval, Duration heartbeatTimeout) {

	static final ChannelOptions DEFAULT = new ChannelOptions(Duration.ofSeconds(5), Duration.ofSeconds(5),
			Duration.ofSeconds(10));

}
