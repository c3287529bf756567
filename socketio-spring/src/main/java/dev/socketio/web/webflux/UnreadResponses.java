package dev.socketio.web.webflux;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.util.AttributeKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes connections whose client does not read a large response. Reactor Netty has no
 * time limit for that, and the session, which counts what is not read, may be over.
 */
final class UnreadResponses {

	private static final Logger logger = LoggerFactory.getLogger(UnreadResponses.class);

	/** Smaller ones fit into the buffers of the operating system. */
	private static final int LARGE = 64 * 1024;

	/** Identifies the response that was written last. */
	private static final AttributeKey<Object> LAST = AttributeKey.valueOf(UnreadResponses.class, "last");

	private final long timeout;

	/**
	 * Create an instance.
	 * @param timeout how long a client may take to read a response
	 */
	UnreadResponses(Duration timeout) {
		this.timeout = timeout.toNanos();
	}

	/** A response is about to be written. Called on the event loop of the channel. */
	void writing(Channel channel, int bytes) {
		if (bytes < LARGE) {
			if (channel.hasAttr(LAST)) {
				channel.attr(LAST).set(null);
			}
			return;
		}
		Object response = new Object();
		channel.attr(LAST).set(response);
		channel.eventLoop().schedule(() -> {
			if (channel.attr(LAST).get() == response && pending(channel) > 0) {
				logger.debug("Closing the connection of a response that is not read");
				channel.close();
			}
		}, this.timeout, TimeUnit.NANOSECONDS);
	}

	private static long pending(Channel channel) {
		ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
		return (buffer != null) ? buffer.totalPendingWriteBytes() : 0;
	}

}
