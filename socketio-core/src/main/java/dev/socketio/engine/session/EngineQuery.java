package dev.socketio.engine.session;

import dev.socketio.engine.EngineOptions;
import dev.socketio.engine.EngineRequest;
import dev.socketio.engine.TransportType;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of the protocol in the query of a request.
 *
 * @param transport the transport, or {@code null} if it does not exist or is not enabled
 * @param sid the id of the session, or {@code null} for a handshake
 * @param revision the protocol revision
 */
record EngineQuery(@Nullable TransportType transport, @Nullable String sid, Revision revision) {

	static EngineQuery of(EngineRequest request, EngineOptions options) {
		TransportType type = TransportType.byWireName(request.query().get("transport"));
		String sid = request.query().get("sid");
		return new EngineQuery((type != null && options.transports().contains(type)) ? type : null,
				(sid == null || sid.isEmpty()) ? null : sid, revision(request));
	}

	/** Only the exact number 4 means revision 4. */
	private static Revision revision(EngineRequest request) {
		if ("4".equals(request.query().get("EIO"))) {
			return Revision.FOUR;
		}
		return request.query().getOrDefault("b64", "").isEmpty() ? Revision.THREE : Revision.THREE_BASE64;
	}

}
