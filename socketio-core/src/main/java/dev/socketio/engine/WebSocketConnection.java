package dev.socketio.engine;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundInvoker;

/**
 * A WebSocket whose handshake is done, as the web layer hands it over. Everything is
 * called on the event loop of the channel.
 *
 * @since 0.1.0
 */
public interface WebSocketConnection {

	/**
	 * Return the channel.
	 * @return the channel
	 */
	Channel channel();

	/**
	 * Return where complete, unmasked frames are to be written as bytes.
	 * @return the channel, or a handler context of it
	 */
	ChannelOutboundInvoker outbound();

	/**
	 * Return whether the client has agreed to compressed messages.
	 * @return {@code true} if {@link #writeCompressed} can be called
	 */
	boolean isCompressed();

	/**
	 * Compress a message and write it, without a flush.
	 * @param payload the message, owned by this method
	 * @param text whether it is text
	 */
	void writeCompressed(ByteBuf payload, boolean text);

	/**
	 * Send a close frame without a status code, then close the channel.
	 */
	void close();

	/**
	 * Close the channel without waiting for what is still to be sent.
	 */
	void abort();

}
