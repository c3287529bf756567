package dev.socketio.engine.session;

import dev.socketio.engine.EngineRequest;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * A {@code POST} of a polling client, from its arrival to its response: start, receive,
 * respond. It waits while the application does not read, before its messages are handed
 * on or before the response, so that the client sends no more. Used by the owner of the
 * session only.
 */
final class PollingUpload {

	private static final byte[] NOTHING = {};

	private final EngineSession session;

	private final EngineRequest request;

	private final MonoSink<EngineResponse> sink;

	private State state = State.UPLOADING;

	/** The next step, while the application does not read. */
	private @Nullable Runnable next;

	/** The transport that lets the upload pass, until it is over. */
	private @Nullable PollingTransport transport;

	private PollingUpload(EngineSession session, EngineRequest request, MonoSink<EngineResponse> sink) {
		this.session = session;
		this.request = request;
		this.sink = sink;
	}

	/** Serve a {@code POST} that was checked before. */
	static Mono<EngineResponse> of(EngineSession session, EngineRequest request, RequestBody body) {
		return Mono.create((sink) -> {
			PollingUpload upload = new PollingUpload(session, request, sink);
			sink.onCancel(() -> session.execute(upload::connectionLost));
			session.execute(() -> upload.start(body));
		});
	}

	private void start(RequestBody body) {
		PollingTransport present = PollingTransport.of(this.session, this.sink);
		this.transport = present;
		if (present == null) {
			end();
		}
		else if (!present.begin(this)) {
			fail("overlap from client", 400);
		}
		else if (!this.session.revision().accepts(this.request.header("content-type"))) {
			fail("invalid content", 400);
		}
		else {
			this.sink.onDispose(body.read(this.session.context().options().maxHttpBufferSize(), this::progress)
				.defaultIfEmpty(NOTHING)
				.subscribe((bytes) -> this.session.inbound().uploaded(() -> receive(bytes)),
						(error) -> this.session.execute(() -> unread(error))));
		}
	}

	private void progress(int size) {
		this.session.execute(() -> {
			if (this.state == State.UPLOADING) {
				this.session.pendingInput().partialMessage(size);
			}
		});
	}

	private void receive(byte[] body) {
		if (this.state != State.UPLOADING) {
			return;
		}
		if (this.session.isReadingPaused()) {
			this.next = () -> receive(body);
			return;
		}
		this.state = State.DELIVERING;
		this.session.pendingInput().partialMessage(0);
		this.session.receiver().upload(this.request, body);
		if (this.session.isReadingPaused() && this.session.isOpen()) {
			this.state = State.DELIVERED;
			this.next = this::respond;
		}
		else {
			respond();
		}
	}

	private void respond() {
		if (this.state != State.DONE) {
			end();
			this.sink.success(EngineResponse.ok(this.session.context().headers().of(this.request)));
		}
	}

	/** The application reads again. Its present messages come first. */
	void resume() {
		Runnable step = this.next;
		this.next = null;
		if (step != null) {
			this.session.executor().executeLater(step);
		}
	}

	/** The body could not be read. */
	private void unread(Throwable error) {
		if (this.state == State.UPLOADING && error instanceof BodyTooLargeException) {
			end();
			this.sink.success(EngineResponse.empty(413));
			this.session.end(CloseReason.TRANSPORT_ERROR, "payload too large");
		}
		else {
			connectionLost();
		}
	}

	private void connectionLost() {
		if (abort()) {
			this.session.end(CloseReason.TRANSPORT_ERROR, "data request connection closed prematurely");
		}
	}

	private void fail(String details, int status) {
		end();
		this.session.end(CloseReason.TRANSPORT_ERROR, details);
		this.sink.success(EngineResponse.empty(status));
	}

	private void end() {
		this.state = State.DONE;
		this.next = null;
		PollingTransport present = this.transport;
		this.transport = null;
		if (present != null) {
			present.ended(this);
		}
	}

	/**
	 * The session is over. An upload whose messages are being handed on gets its response
	 * nevertheless.
	 * @return whether the upload was pending
	 */
	boolean abort() {
		if (this.state != State.UPLOADING && this.state != State.DELIVERED) {
			return false;
		}
		end();
		this.session.pendingInput().partialMessage(0);
		this.sink.error(new RequestAbortedException());
		return true;
	}

	private enum State {

		/** The body is being read, or waits for the application. */
		UPLOADING,

		/** The messages are being handed on. */
		DELIVERING,

		/** The response waits for the application. */
		DELIVERED,

		DONE

	}

}
