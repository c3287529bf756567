package dev.socketio.server;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import dev.socketio.adapter.Adapter;
import dev.socketio.adapter.Session;
import dev.socketio.engine.EngineOptions;
import dev.socketio.protocol.Packet;
import dev.socketio.protocol.PacketType;
import org.jspecify.annotations.Nullable;

/**
 * The recovery of one socket: the session that it continues, and the one that it leaves.
 * Touched by the owner of the connection only.
 */
final class Recovery {

	private final String pid;

	private final @Nullable Session origin;

	private final Map<String, DefaultSocket> live;

	private final List<OutgoingPacket> held = new ArrayList<>(0);

	private final long maxHeldBytes;

	private final int maxHeldPackets;

	private long heldBytes;

	/** Whether all packets that arrived meanwhile are still held. */
	private boolean complete = true;

	private @Nullable String startOffset;

	private volatile Set<Object> replayed = Set.of();

	/** For a new socket. */
	Recovery(String pid, Map<String, DefaultSocket> live) {
		this(pid, null, live, 0, 0);
	}

	/** For a socket that continues a session. */
	Recovery(Session origin, Map<String, DefaultSocket> live, EngineOptions options) {
		this(origin.pid(), origin, live, options.limits().maxBufferedBytes(), options.limits().maxBufferedPackets());
		this.startOffset = origin.startOffset();
	}

	private Recovery(String pid, @Nullable Session origin, Map<String, DefaultSocket> live, long maxHeldBytes,
			int maxHeldPackets) {
		this.pid = pid;
		this.origin = origin;
		this.live = live;
		this.maxHeldBytes = maxHeldBytes;
		this.maxHeldPackets = maxHeldPackets;
	}

	boolean isRecovered() {
		return this.origin != null;
	}

	Map<String, Object> connectPayload(String sid) {
		Map<String, Object> payload = new LinkedHashMap<>(4);
		payload.put("sid", sid);
		payload.put("pid", this.pid);
		return payload;
	}

	void started(@Nullable String offset) {
		this.startOffset = offset;
	}

	/** Before the client knows that it is connected: it may be back at once. */
	void announce(DefaultSocket socket) {
		this.live.put(this.pid, socket);
	}

	void retract(DefaultSocket socket) {
		this.live.remove(this.pid, socket);
	}

	/**
	 * Hold packets until the missed ones have been sent, within the bounds of the send
	 * buffer of a client. Beyond them the session cannot be recovered.
	 */
	void hold(OutgoingPacket outgoing) {
		if (!this.complete) {
			return;
		}
		this.heldBytes += outgoing.batch().bytes();
		if (this.heldBytes > this.maxHeldBytes || this.held.size() >= this.maxHeldPackets) {
			this.complete = false;
			discardHeld();
			return;
		}
		outgoing.batch().retain();
		this.held.add(outgoing);
	}

	boolean isComplete() {
		return this.complete;
	}

	/** Release the packets that are held. */
	void discardHeld() {
		List<OutgoingPacket> waiting = new ArrayList<>(this.held);
		this.held.clear();
		waiting.forEach((outgoing) -> outgoing.batch().release());
	}

	/** Send the packets that were held, without those the client has got as missed. */
	void release(List<Packet> missed, Consumer<OutgoingPacket> sender) {
		Set<Object> offsets = new HashSet<>();
		missed.forEach((packet) -> offsets.add(offset(packet)));
		this.replayed = offsets;
		List<OutgoingPacket> waiting = new ArrayList<>(this.held);
		this.held.clear();
		for (OutgoingPacket outgoing : waiting) {
			try {
				sender.accept(outgoing);
			}
			finally {
				outgoing.batch().release();
			}
		}
	}

	/**
	 * Return whether the client has got a packet as missed. The packets that servers keep
	 * may be ahead of those they deliver, so the same packet may still arrive.
	 */
	boolean isReplayed(Packet packet) {
		Set<Object> offsets = this.replayed;
		return !offsets.isEmpty() && packet.type() == PacketType.EVENT && offsets.contains(offset(packet));
	}

	/** Nothing is on its way for so long. */
	void forgetReplayed() {
		this.replayed = Set.of();
	}

	/** The connection was lost again before the recovery was complete. */
	void abandon(Adapter adapter) {
		discardHeld();
		if (this.origin != null) {
			adapter.persistSession(this.origin);
		}
	}

	/** A client that is back finds the socket until it can find the session. */
	void ended(DisconnectReason reason, DefaultSocket socket) {
		try {
			if (reason.isRecoverable()) {
				socket.namespace()
					.adapter()
					.persistSession(new Session(socket.id(), this.pid, socket.rooms(), socket.dataSnapshot(),
							this.startOffset));
			}
		}
		finally {
			retract(socket);
		}
	}

	private static Object offset(Packet packet) {
		Object last = packet.data().get(packet.data().size() - 1);
		return (last != null) ? last : "";
	}

}
