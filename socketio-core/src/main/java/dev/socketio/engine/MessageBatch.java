package dev.socketio.engine;

import java.util.List;

import dev.socketio.engine.WebSocketFraming.BinaryForm;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.AbstractReferenceCounted;
import io.netty.util.ReferenceCounted;
import org.jspecify.annotations.Nullable;

/**
 * Messages that are sent without anything in between. A <em>shared</em> batch goes to
 * many sessions: its frames are encoded once, and the same bytes are written to every
 * channel; whoever made it has to {@link #release()} it. Other batches hold nothing that
 * needs a release.
 *
 * @since 0.1.0
 */
public final class MessageBatch extends AbstractReferenceCounted {

	private final Message first;

	private final List<Message> rest;

	private final boolean shared;

	private final boolean compress;

	private final long bytes;

	private volatile @Nullable ByteBuf frames;

	private MessageBatch(Message first, List<Message> rest, boolean shared, boolean compress) {
		this.first = first;
		this.rest = rest;
		this.shared = shared;
		this.compress = compress;
		this.bytes = bytes(first, rest);
		WebSocketFraming.requireSize(this.bytes, 1L + rest.size());
	}

	private static long bytes(Message first, List<Message> rest) {
		long bytes = first.size();
		for (Message message : rest) {
			bytes += message.size();
		}
		return bytes;
	}

	/**
	 * A batch for one session.
	 * @param first the first message
	 * @param rest the messages that follow
	 * @return the batch
	 * @throws IllegalArgumentException if the messages together are larger than 1.5 GB
	 */
	public static MessageBatch of(Message first, List<Message> rest) {
		return of(first, rest, true);
	}

	/**
	 * A batch for one session.
	 * @param first the first message
	 * @param rest the messages that follow
	 * @param compress whether transports may compress it
	 * @return the batch
	 * @throws IllegalArgumentException if the messages together are larger than 1.5 GB
	 */
	public static MessageBatch of(Message first, List<Message> rest, boolean compress) {
		return new MessageBatch(first, rest, false, compress);
	}

	/**
	 * A batch for many sessions.
	 * @param first the first message
	 * @param rest the messages that follow
	 * @param compress whether transports may compress it
	 * @return the batch, to be released by the caller
	 * @throws IllegalArgumentException if the messages together are larger than 1.5 GB
	 */
	public static MessageBatch shared(Message first, List<Message> rest, boolean compress) {
		return new MessageBatch(first, rest, true, compress);
	}

	/**
	 * Return the size of the messages, without their frames.
	 * @return the number of bytes
	 */
	public long bytes() {
		return this.bytes;
	}

	boolean compress() {
		return this.compress;
	}

	int size() {
		return 1 + this.rest.size();
	}

	Message get(int index) {
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
