package dev.socketio.engine.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.socketio.engine.EngineOptions;
import dev.socketio.engine.EngineRequest;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.MonoSink;

/**
 * HTTP long-polling: packets wait here for a {@code GET}, at most one {@code GET} and one
 * {@code POST} are under way. Touched by the owner of the session only.
 */
final class PollingTransport implements Runnable {

	private static final byte[] NOTHING = {};

	/** From here on a client lags behind, as from the high-water mark of a channel. */
	private static final int LAGGING_BYTES = 64 * 1024;

	private final EngineSession session;

	private List<EnginePacket> buffer = new ArrayList<>(4);

	private final BufferBacklog backlog;

	private long bufferedBytes;

	/** The last response, which the client has read when it asks for the next one. */
	private long answeredBytes;

	private @Nullable Exchange get;

	private @Nullable Exchange post;

	private boolean flushScheduled;

	PollingTransport(EngineSession session) {
		this.session = session;
		this.backlog = new BufferBacklog(session.backlogs());
	}

	boolean isWritable() {
		return this.get != null && this.buffer.isEmpty();
	}

	boolean isPolling() {
		return this.get != null;
	}

	boolean isEmpty() {
		return this.buffer.isEmpty();
	}

	void write(EnginePacket packet) {
		this.buffer.add(packet);
		count(this.bufferedBytes + packet.size(), this.answeredBytes);
		if (this.get != null && !this.flushScheduled) {
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

	/**
	 * Return whether the client may be sent more. To be asked before each write.
	 * @param more the messages to be written
	 * @return {@code false} if it has left too much unread; a client that has left
	 * nothing may be sent messages of any size
	 */
	boolean isAccepting(MessageBatch more) {
		if (this.buffer.isEmpty()) {
			return true;
		}
		EngineOptions options = this.session.options();
		return this.bufferedBytes + more.bytes() <= options.limits().maxBufferedBytes()
				&& this.buffer.size() + more.size() <= options.limits().maxBufferedPackets()
				&& (this.bufferedBytes <= LAGGING_BYTES || !this.session.backlogs().isExceeded());
	}

	// GET

	void get(EngineRequest request, MonoSink<EngineResponse> sink) {
		if (this.get != null) {
			releaseGet(EnginePacket.CLOSE);
			this.session.end(CloseReason.TRANSPORT_ERROR, "overlap from client");
			sink.success(EngineResponse.empty(400));
			return;
		}
		count(this.bufferedBytes, 0);
		this.get = new Exchange(request, sink);
		if (!this.buffer.isEmpty()) {
			run();
		}
		else if (this.session.isClosing()) {
			answer(List.of(EnginePacket.NOOP, EnginePacket.CLOSE));
			this.session.end(CloseReason.FORCED_CLOSE, "closed by the server");
		}
	}

	void abortedGet(MonoSink<EngineResponse> sink) {
		if (this.get != null && this.get.sink == sink) {
			this.get = null;
			this.session.end(CloseReason.TRANSPORT_ERROR, "poll connection closed prematurely");
		}
	}

	/** Flush, as a task of {@link LoopFlusher}. */
	@Override
	public void run() {
		this.flushScheduled = false;
		if (this.get != null && !this.buffer.isEmpty()) {
			answer(takeBuffer());
		}
	}

	/** Answer the pending {@code GET}, if any, with this packet alone. */
	void releaseGet(EnginePacket packet) {
		if (this.get != null) {
			answer(List.of(packet));
		}
	}

	/** The session is over, or has another transport. */
	void close() {
		abortPost();
		takeBuffer();
		count(0, 0);
	}

	/** What a new transport has to send. */
	List<EnginePacket> takeBuffer() {
		List<EnginePacket> packets = this.buffer;
		this.buffer = new ArrayList<>(4);
		count(0, this.answeredBytes);
		return packets;
	}

	// POST

	void post(EngineRequest request, RequestBody body, MonoSink<EngineResponse> sink) {
		if (this.post != null) {
			this.session.end(CloseReason.TRANSPORT_ERROR, "overlap from client");
			sink.success(EngineResponse.empty(400));
		}
		else if (!this.session.revision().accepts(request.header("content-type"))) {
			this.session.end(CloseReason.TRANSPORT_ERROR, "invalid content");
			sink.success(EngineResponse.empty(400));
		}
		else {
			Exchange exchange = new Exchange(request, sink);
			this.post = exchange;
			sink.onDispose(body.read(this.session.options().maxHttpBufferSize(), (size) -> uploading(exchange, size))
				.defaultIfEmpty(NOTHING)
				.subscribe((bytes) -> this.session.inbound().uploaded(() -> received(exchange, bytes)),
						(error) -> this.session.execute(() -> uploadFailed(exchange, error))));
		}
	}

	private void uploading(Exchange exchange, int size) {
		this.session.execute(() -> {
			if (this.post == exchange) {
				this.session.pendingInput().partialMessage(size);
			}
		});
	}

	private void received(Exchange exchange, byte[] body) {
		if (this.post != exchange) {
			return;
		}
		if (this.session.isReadingPaused()) {
			this.session.whenReadingResumes(() -> received(exchange, body));
			return;
		}
		// from here on nothing but its own answer ends the request
		this.post = null;
		this.session.pendingInput().partialMessage(0);
		this.session.uploaded(exchange.request);
		try {
			this.session.revision().decode(body, exchange.request.header("content-type"), this.session);
		}
		catch (PayloadException ex) {
			if (!this.session.isClosing()) {
				this.session.end(CloseReason.PARSE_ERROR, "malformed payload");
			}
		}
		if (this.session.isReadingPaused() && this.session.isOpen()) {
			// the client may send more when the application has caught up
			this.post = exchange;
			this.session.whenReadingResumes(() -> {
				if (this.post == exchange) {
					this.post = null;
					accept(exchange);
				}
			});
			return;
		}
		accept(exchange);
	}

	private void accept(Exchange exchange) {
		exchange.sink.success(EngineResponse.ok(this.session.responseHeaders(exchange.request)));
	}

	private void uploadFailed(Exchange exchange, Throwable error) {
		if (this.post == exchange && error instanceof BodyTooLargeException) {
			this.post = null;
			exchange.sink.success(EngineResponse.empty(413));
			this.session.end(CloseReason.TRANSPORT_ERROR, "payload too large");
		}
		else {
			abortedPost(exchange.sink);
		}
	}

	void abortedPost(MonoSink<EngineResponse> sink) {
		if (this.post != null && this.post.sink == sink) {
			abortPost();
			this.session.end(CloseReason.TRANSPORT_ERROR, "data request connection closed prematurely");
		}
	}

	/** The session is over: an upload that has not finished never will. */
	void abortPost() {
		Exchange exchange = this.post;
		if (exchange != null) {
			this.post = null;
			this.session.pendingInput().partialMessage(0);
			exchange.sink.error(new RequestAbortedException());
		}
	}

	private void answer(List<EnginePacket> packets) {
		Exchange exchange = this.get;
		if (exchange != null) {
			this.get = null;
			Map<String, List<String>> headers = this.session.responseHeaders(exchange.request);
			Revision.Payload payload = this.session.revision().encode(packets);
			count(this.bufferedBytes, payload.bytes().length);
			boolean compressible = packets.stream().anyMatch(EnginePacket::compress);
			exchange.sink
				.success(EngineResponse.payload(payload.bytes(), payload.contentType(), compressible, headers));
		}
	}

	/** What the client has not read. */
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

	private record Exchange(EngineRequest request, MonoSink<EngineResponse> sink) {

	}

}
