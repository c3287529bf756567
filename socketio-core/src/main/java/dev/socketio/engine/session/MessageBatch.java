package dev.socketio.engine.session;

import java.util.List;

import dev.socketio.engine.session.WebSocketFraming.BinaryForm;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.AbstractReferenceCounted;
import io.netty.util.ReferenceCounted;
import org.jspecify.annotations.Nullable;

/**
 * Messages that are sent without other messages in between. A <em>shared</em> batch goes
 * to many sessions: its frames are encoded once, and the same bytes are written to every
 * channel; the caller that made it has to {@link #release()} it. Other batches hold
 * nothing that needs a release.
 *
 * @since 0.1.0
 */
public final class MessageBatch extends AbstractReferenceCounted {

	private final EnginePacket first;

	private final List<EnginePacket> rest;

	private final boolean shared;

	private final long bytes;

	private volatile @Nullable ByteBuf frames;

	private MessageBatch(EnginePacket first, List<EnginePacket> rest, boolean shared) {
		this.first = first;
		this.rest = rest;
		this.shared = shared;
		this.bytes = bytes(first, rest);
		WebSocketFraming.requireSize(this.bytes, 1L + rest.size());
	}

	private static long bytes(EnginePacket first, List<EnginePacket> rest) {
		long bytes = first.data().length;
		for (EnginePacket message : rest) {
			bytes += message.data().length;
		}
		return bytes;
	}

	/**
	 * Create a batch for one session.
	 * @param first the first message
	 * @param rest the messages that follow, binary ones
	 * @return the batch
	 * @throws IllegalArgumentException if the messages together are larger than 1.5 GB
	 */
	public static MessageBatch of(EnginePacket first, List<EnginePacket> rest) {
		return new MessageBatch(first, rest, false);
	}

	/**
	 * Create a batch for many sessions.
	 * @param first the first message
	 * @param rest the messages that follow, binary ones
	 * @return the batch, to be released by the caller
	 * @throws IllegalArgumentException if the messages together are larger than 1.5 GB
	 */
	public static MessageBatch shared(EnginePacket first, List<EnginePacket> rest) {
		return new MessageBatch(first, rest, true);
	}

	/**
	 * Return the size of the messages, without their frames.
	 * @return the number of bytes
	 */
	public long bytes() {
		return this.bytes;
	}

	/**
	 * Return whether transports may compress the messages.
	 * @return {@code true} if they may
	 */
	public boolean compress() {
		return this.first.compress();
	}

	/**
	 * Return the number of messages.
	 * @return the number, at least 1
	 */
	public int size() {
		return 1 + this.rest.size();
	}

	/**
	 * Return a message.
	 * @param index its index
	 * @return the message
	 */
	public EnginePacket get(int index) {
		return (index == 0) ? this.first : this.rest.get(index - 1);
	}

	/** Whether the frames in this form are those of all sessions. */
	boolean isShared(BinaryForm form) {
		return this.shared && (form == BinaryForm.BARE || !hasBinary());
	}

	/** The frames of all sessions, owned by the caller. */
	ByteBuf sharedFrames(SendBacklogs backlogs) {
		ByteBuf encoded = this.frames;
		return ((encoded != null) ? encoded : encodeOnce(backlogs)).retainedDuplicate();
	}

	private boolean hasBinary() {
		return this.first.isBinary() || !this.rest.isEmpty();
	}

	private synchronized ByteBuf encodeOnce(SendBacklogs backlogs) {
		ByteBuf encoded = this.frames;
		if (encoded == null) {
			encoded = new SharedFrames(WebSocketFraming.encode(ByteBufAllocator.DEFAULT, this, BinaryForm.BARE),
					backlogs);
			this.frames = encoded;
		}
		return encoded;
	}

	@Override
	protected void deallocate() {
		ByteBuf encoded = this.frames;
		if (encoded != null) {
			encoded.release();
		}
	}

	@Override
	public ReferenceCounted touch(Object hint) {
		return this;
	}

}
