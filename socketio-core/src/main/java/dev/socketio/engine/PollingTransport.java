package dev.socketio.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.MonoSink;

/**
 * HTTP long-polling: packets wait here for a {@code GET}, at most one {@code GET} and one
 * {@code POST} are under way. Touched by the owner of the session only.
 */
final class PollingTransport implements Runnable {

	private final EngineSession session;

	private List<EnginePacket> buffer = new ArrayList<>(4);

	private long bufferedBytes;

	private @Nullable Exchange get;

	private @Nullable Exchange post;

	private boolean flushScheduled;

	PollingTransport(EngineSession session) {
		this.session = session;
	}

	boolean isWritable() {
		return this.get != null && this.buffer.isEmpty();
	}

	boolean isPolling() {
		return this.get != null;
	}

	boolean isUploading() {
		return this.post != null;
	}

	boolean isEmpty() {
		return this.buffer.isEmpty();
	}

	void write(EnginePacket packet) {
		this.buffer.add(packet);
		this.bufferedBytes += packet.size();
		if (this.get != null && !this.flushScheduled) {
			this.flushScheduled = true;
			LoopFlusher.schedule(this.session.executor().owner(), this);
		}
	}

	boolean isOverflowing() {
		EngineOptions options = this.session.options();
		return this.bufferedBytes > options.maxBufferedBytes() || this.buffer.size() > options.maxBufferedPackets();
	}

	void startGet(EngineRequest request, MonoSink<EngineResponse> sink) {
		this.get = new Exchange(request, sink);
		if (!this.buffer.isEmpty()) {
			run();
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

	/** Answer the pending {@code GET}, if any, with what is buffered and one more. */
	void finishGet(EnginePacket last) {
		if (this.get != null) {
			List<EnginePacket> packets = takeBuffer();
			packets.add(last);
			answer(packets);
		}
	}

	/** Answer the pending {@code GET}, if any, with this packet alone. */
	void releaseGet(EnginePacket packet) {
		if (this.get != null) {
			answer(List.of(packet));
		}
	}

	/** What a new transport has to send. */
	List<EnginePacket> takeBuffer() {
		List<EnginePacket> packets = this.buffer;
		this.buffer = new ArrayList<>(4);
		this.bufferedBytes = 0;
		return packets;
	}

	boolean isCurrentGet(MonoSink<EngineResponse> sink) {
		return this.get != null && this.get.sink == sink;
	}

	void forgetGet() {
		this.get = null;
	}

	void startPost(EngineRequest request, MonoSink<EngineResponse> sink) {
		this.post = new Exchange(request, sink);
	}

	boolean isCurrentPost(MonoSink<EngineResponse> sink) {
		return this.post != null && this.post.sink == sink;
	}

	/** Take the {@code POST} out, so that nothing but its own answer ends it. */
	@Nullable Exchange takePost() {
		Exchange exchange = this.post;
		this.post = null;
		return exchange;
	}

	/** The packets of a {@code POST} have been taken: answer it. */
	void finishPost(Exchange exchange) {
		exchange.sink.success(EngineResponse.ok(this.session.responseHeaders(exchange.request)));
	}

	/** The application has to catch up before the {@code POST} is answered. */
	void keepPost(Exchange exchange) {
		this.post = exchange;
	}

	void failPost(EngineResponse response) {
		Exchange exchange = this.post;
		if (exchange != null) {
			this.post = null;
			exchange.sink.success(response);
		}
	}

	/** The session is over: an upload that has not finished never will. */
	void abortPost() {
		Exchange exchange = this.post;
		if (exchange != null) {
			this.post = null;
			exchange.sink.error(new RequestAbortedException());
		}
	}

	private void answer(List<EnginePacket> packets) {
		Exchange exchange = this.get;
		if (exchange != null) {
			this.get = null;
			Map<String, List<String>> headers = this.session.responseHeaders(exchange.request);
			exchange.sink
				.success(EngineResponse.payload(PollingPayload.encode(packets), EngineResponse.TEXT, true, headers));
		}
	}

	record Exchange(EngineRequest request, MonoSink<EngineResponse> sink) {

	}

}
