package dev.socketio.engine.session;

import java.util.concurrent.atomic.LongAdder;

import dev.socketio.engine.EngineOptions;

/**
 * Settings, counters and registries that the sessions of a server share. May be used by
 * any thread.
 */
final class SessionContext {

	private final EngineOptions options;

	private final SessionRegistry sessions;

	private final ResponseHeaders headers;

	private final SendBacklogs backlogs;

	private final PendingInput.Total pendingInput;

	private final LongAdder overflows = new LongAdder();

	private final LongAdder sheddings = new LongAdder();

	SessionContext(EngineOptions options) {
		this.options = options;
		this.sessions = new SessionRegistry(options.limits());
		this.headers = new ResponseHeaders(options.cookie());
		this.backlogs = new SendBacklogs(options.limits().maxTotalBufferedBytes());
		this.pendingInput = new PendingInput.Total(options.limits().maxTotalPendingBytes());
	}

	EngineOptions options() {
		return this.options;
	}

	SessionRegistry sessions() {
		return this.sessions;
	}

	ResponseHeaders headers() {
		return this.headers;
	}

	SendBacklogs backlogs() {
		return this.backlogs;
	}

	PendingInput.Total pendingInput() {
		return this.pendingInput;
	}

	/** The form of the messages of clients of a revision. */
	WebSocketFormat format(Revision revision) {
		return new WebSocketFormat(revision.binaryForm(), this.backlogs, this.options.perMessageDeflateThreshold());
	}

	/** A client was disconnected because it did not read. */
	void countOverflow() {
		this.overflows.increment();
	}

	long overflows() {
		return this.overflows.sum();
	}

	/** A client was disconnected because the server held too much data of clients. */
	void countShedding() {
		this.sheddings.increment();
	}

	long sheddings() {
		return this.sheddings.sum();
	}

}
