package dev.socketio.engine.session;

import dev.socketio.engine.EngineOptions;
import dev.socketio.engine.EngineRequest;
import dev.socketio.engine.TransportType;
import org.jspecify.annotations.Nullable;

/**
 * What the query of a request says to the protocol.
 */
final class EngineQuery {

	private EngineQuery() {
	}

	/** The session that the request belongs to, {@code null} if it is to open one. */
	static @Nullable String sid(EngineRequest request) {
		String sid = request.query().get("sid");
		return (sid == null || sid.isEmpty()) ? null : sid;
	}

	/** Only the exact number 4 means revision 4. */
	static Revision revision(EngineRequest request) {
		if ("4".equals(request.query().get("EIO"))) {
			return Revision.FOUR;
		}
		return request.query().getOrDefault("b64", "").isEmpty() ? Revision.THREE : Revision.THREE_BASE64;
	}

	/** The transport, {@code null} if there is no such one or it is not enabled. */
	static @Nullable TransportType transport(EngineRequest request, EngineOptions options) {
		TransportType type = TransportType.byWireName(request.query().get("transport"));
		return (type != null && options.transports().contains(type)) ? type : null;
	}

}
