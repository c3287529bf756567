package dev.socketio.engine.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.socketio.engine.EngineError;
import dev.socketio.engine.EngineLimits;
import dev.socketio.engine.EngineRequest;
import dev.socketio.engine.TransportType;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * HTTP long-polling: packets wait here for a {@code GET}. At most one {@code GET} and one
 * {@code POST} are pending. Used by the owner of the session only.
 */
final class PollingTransport implements Transport, Runnable {

	/** From here on a client lags behind, as from the high-water mark of a channel. */
	private static final int LAGGING_BYTES = 64 * 1024;

	private final EngineSession session;

	private final EngineLimits limits;

	private final SendBacklogs backlogs;

	private final BufferBacklog backlog;

	private List<EnginePacket> buffer = new ArrayList<>(4);

	private long bufferedBytes;

	/** The last response, which the client has read when it asks for the next one. */
	private long answeredBytes;

	private @Nullable Poll poll;

	private @Nullable PollingUpload upload;

	private boolean flushScheduled;

	PollingTransport(EngineSession session) {
		this.session = session;
		this.limits = session.context().options().limits();
		this.backlogs = session.context().backlogs();
		this.backlog = new BufferBacklog(this.backlogs);
	}

	@Override
	public TransportType type() {
		return TransportType.POLLING;
	}

	/**
	 * The transport of a request, which was checked on another thread: the session may
	 * have gone on since. Answers the request if it has no transport any more.
	 */
	static @Nullable PollingTransport of(EngineSession session, MonoSink<EngineResponse> sink) {
		if (!session.life().isReceiving()) {
			sink.success(EngineResponse.error(EngineError.UNKNOWN_SID));
			return null;
		}
		PollingTransport transport = session.polling();
		if (transport == null) {
			sink.success(EngineResponse.error(EngineError.BAD_REQUEST));
		}
		return transport;
	}

	// sending

	@Override
	public boolean write(MessageBatch batch) {
		if (!isAccepting(batch)) {
			return false;
		}
		for (int i = 0; i < batch.size(); i++) {
			write(batch.get(i));
		}
		return true;
	}

	/** A client that has fetched everything may be sent messages of any size. */
	private boolean isAccepting(MessageBatch batch) {
		return this.buffer.isEmpty() || this.bufferedBytes + batch.bytes() <= this.limits.maxBufferedBytes()
				&& this.buffer.size() + batch.size() <= this.limits.maxBufferedPackets()
				&& (this.bufferedBytes <= LAGGING_BYTES || !this.backlogs.isExceeded());
	}

	@Override
	public void write(EnginePacket packet) {
		this.buffer.add(packet);
		count(this.bufferedBytes + packet.size(), this.answeredBytes);
		if (this.poll != null && !this.flushScheduled) {
			this.flushScheduled = true;
			LoopFlusher.schedule(this.session.executor().owner(), this);
		}
	}

	private void count(long buffered, long answered) {
		this.bufferedBytes = buffered;
		this.answeredBytes = answered;
		long unread = buffered + answered;
		this.backlog.unread((unread >= LAGGING_BYTES) ? unread : 0);
	}

	@Override
	public boolean isWritable() {
		return isDrained();
	}

	@Override
	public boolean isDrained() {
		return this.poll != null && this.buffer.isEmpty();
	}

	boolean isEmpty() {
		return this.buffer.isEmpty();
	}

	/** Flush, as a task of {@link LoopFlusher}. */
	@Override
	public void run() {
		this.flushScheduled = false;
		if (!this.buffer.isEmpty()) {
			Poll pending = takePoll();
			if (pending != null) {
				answer(pending, takeBuffer());
			}
		}
	}

	/** Take the packets that the next transport has to send. */
	List<EnginePacket> takeBuffer() {
		List<EnginePacket> packets = this.buffer;
		this.buffer = new ArrayList<>(4);
		count(0, this.answeredBytes);
		return packets;
	}

	// GET

	/** Serve a {@code GET} that was checked before. */
	static Mono<EngineResponse> get(EngineSession session, EngineRequest request) {
		return Mono.create((sink) -> {
			Poll poll = new Poll(request, sink);
			sink.onCancel(() -> session.execute(() -> {
				PollingTransport transport = session.polling();
				if (transport != null) {
					transport.cancelled(poll);
				}
			}));
			session.execute(() -> {
				PollingTransport transport = of(session, sink);
				if (transport != null) {
					transport.get(poll);
					session.upgrade().polled(transport);
				}
			});
		});
	}

	private void get(Poll request) {
		if (this.poll != null) {
			releaseGet(EnginePacket.CLOSE);
			this.session.end(CloseReason.TRANSPORT_ERROR, "overlap from client");
			request.sink.success(EngineResponse.empty(400));
			return;
		}
		count(this.bufferedBytes, 0);
		this.poll = request;
		if (!this.buffer.isEmpty()) {
			run();
		}
		else if (this.session.life().isClosing()) {
			answer(List.of(EnginePacket.NOOP, EnginePacket.CLOSE));
			this.session.life().closedByServer();
		}
	}

	private void cancelled(Poll request) {
		if (this.poll == request) {
			this.poll = null;
			this.session.end(CloseReason.TRANSPORT_ERROR, "poll connection closed prematurely");
		}
	}

	/** Answer the pending {@code GET}, if any, with this packet alone. */
	void releaseGet(EnginePacket packet) {
		answer(List.of(packet));
	}

	private void answer(List<EnginePacket> packets) {
		Poll pending = takePoll();
		if (pending != null) {
			answer(pending, packets);
		}
	}

	private @Nullable Poll takePoll() {
		Poll pending = this.poll;
		this.poll = null;
		return pending;
	}

	private void answer(Poll pending, List<EnginePacket> packets) {
		Map<String, List<String>> headers = this.session.context().headers().of(pending.request);
		Revision.Payload payload = this.session.revision().encode(packets);
		count(this.bufferedBytes, payload.bytes().length);
		boolean compressible = packets.stream().anyMatch(EnginePacket::compress);
		pending.sink.success(EngineResponse.payload(payload.bytes(), payload.contentType(), compressible, headers));
	}

	// POST

	/** Let an upload begin, unless another one is pending. */
	boolean begin(PollingUpload request) {
		if (this.upload != null) {
			return false;
		}
		this.upload = request;
		return true;
	}

	/** An upload is over: its request and its response are not needed any more. */
	void ended(PollingUpload request) {
		if (this.upload == request) {
			this.upload = null;
		}
	}

	/** An upload pauses the client: its response, and with it the next request, waits. */
	@Override
	public void read(boolean on) {
		PollingUpload pending = this.upload;
		if (on && pending != null) {
			pending.resume();
		}
	}

	// the end

	@Override
	public void closedByClient() {
		releaseGet(EnginePacket.NOOP);
	}

	@Override
	public void close() {
		try {
			releaseGet(EnginePacket.CLOSE);
		}
		finally {
			PollingUpload pending = this.upload;
			if (pending != null) {
				pending.abort();
			}
			takeBuffer();
			count(0, 0);
		}
	}

	@Override
	public void abort() {
	}

	/** A pending {@code GET}. */
	private record Poll(EngineRequest request, MonoSink<EngineResponse> sink) {

	}

	/** Bytes that the client has not read. */
	private static final class BufferBacklog extends SendBacklogs.Backlog {

		private volatile long unread;

		BufferBacklog(SendBacklogs all) {
			super(all);
		}

		void unread(long bytes) {
			this.unread = bytes;
			set(bytes);
		}

		@Override
		long pending() {
			return this.unread;
		}

	}

}
