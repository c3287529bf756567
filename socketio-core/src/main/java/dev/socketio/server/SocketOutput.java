package dev.socketio.server;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.socketio.adapter.BroadcastFlags;
import dev.socketio.adapter.BroadcastOptions;
import dev.socketio.engine.session.EngineSession;
import dev.socketio.internal.ApplicationCode;
import dev.socketio.internal.Varargs;
import dev.socketio.protocol.Arguments;
import dev.socketio.protocol.Packet;
import dev.socketio.protocol.PacketType;
import dev.socketio.protocol.ReservedEvents;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Sends the packets of a socket and waits for its acknowledgements.
 */
final class SocketOutput {

	private final DefaultSocket socket;

	private final @Nullable Recovery recovery;

	private final AckTable acks;

	SocketOutput(DefaultSocket socket, ServerOptions options, @Nullable Recovery recovery) {
		this.socket = socket;
		this.recovery = recovery;
		this.acks = new AckTable(socket, options.maxPendingAcks(), options.ackTimeout());
	}

	Mono<Void> emit(BroadcastFlags flags, String event, @Nullable Object @Nullable ... args) {
		ReservedEvents.check(event);
		if (this.socket.lifecycle().isLeaving()) {
			return Mono.empty();
		}
		DefaultNamespace namespace = this.socket.namespace();
		Packet packet = Packet.event(namespace.name(), event, Varargs.of(args));
		if (this.recovery != null && !flags.isVolatile()) {
			// the adapter keeps the packet and adds its offset
			return namespace.adapter()
				.broadcast(packet, BroadcastOptions.ALL.withRooms(this.socket.id()).withFlags(flags));
		}
		transmit(OutgoingPacket.of(namespace.codec(), packet, flags));
		return Mono.empty();
	}

	Mono<Arguments> emitWithAck(BroadcastFlags flags, String event, @Nullable Object @Nullable ... args) {
		ReservedEvents.check(event);
		if (this.socket.lifecycle().isLeaving()) {
			return Mono.error(new SocketDisconnectedException());
		}
		DefaultNamespace namespace = this.socket.namespace();
		long ackId = namespace.nextAckId();
		Packet packet = Packet.event(namespace.name(), event, Varargs.of(args)).withAckId(ackId);
		OutgoingPacket outgoing = OutgoingPacket.of(namespace.codec(), packet, flags);
		SocketAck pending = new SocketAck();
		boolean accepted = this.socket.execute(() -> {
			if (!this.socket.isConnected()) {
				pending.disconnected();
			}
			else if (this.acks.isFull()) {
				pending.fail(new IllegalStateException("Too many acknowledgements are pending"));
			}
			else {
				expectAck(ackId, flags.timeout(), pending);
				write(outgoing);
			}
		});
		return accepted ? pending.result() : Mono.error(new SocketDisconnectedException());
	}

	private void expectAck(long ackId, @Nullable Duration timeout, SocketAck pending) {
		if (timeout == null) {
			this.acks.addWithDefaultTimeout(ackId, pending);
			return;
		}
		this.acks.add(ackId, pending);
		pending.timer(this.socket.session().owner().schedule(() -> this.socket.execute(() -> {
			if (this.acks.remove(ackId) != null) {
				pending.timedOut();
			}
		}), timeout.toNanos(), TimeUnit.NANOSECONDS));
	}

	/** Wait for the answer to a broadcast. On the owner of the connection. */
	boolean expectAck(long ackId, AckWaiter pending) {
		if (!this.socket.isConnected() || this.acks.isFull()) {
			return false;
		}
		this.acks.add(ackId, pending);
		return true;
	}

	void forgetAck(long ackId) {
		this.socket.execute(() -> this.acks.remove(ackId));
	}

	/** The client has answered. On the owner of the connection. */
	void acknowledged(long ackId, Arguments args) {
		AckWaiter pending = this.acks.remove(ackId);
		if (pending != null) {
			pending.acknowledged(args);
		}
	}

	/** Send a packet if the socket is connected when its turn comes. */
	void transmit(OutgoingPacket outgoing) {
		if (this.socket.session().isDirect()) {
			write(outgoing);
		}
		else {
			this.socket.execute(() -> write(outgoing));
		}
	}

	/** Send a packet. On the owner of the connection. */
	void write(OutgoingPacket outgoing) {
		if (!this.socket.isConnected()) {
			if (this.recovery != null && this.socket.lifecycle().isRecovering()) {
				this.recovery.hold(outgoing);
			}
			return;
		}
		EngineSession session = this.socket.session();
		if (outgoing.flags().isVolatile() && !session.isWritable()) {
			return;
		}
		if (this.recovery != null && this.recovery.isReplayed(outgoing.packet())) {
			return;
		}
		List<OutgoingListener> watching = this.socket.listeners().outgoing();
		if (!watching.isEmpty() && outgoing.packet().type() == PacketType.EVENT) {
			show(outgoing.packet(), watching);
		}
		session.write(outgoing.batch());
	}

	/** Send a packet of the socket's own life. On the owner of the connection. */
	void writeUnchecked(Packet packet) {
		OutgoingPacket outgoing = OutgoingPacket.of(this.socket.namespace().codec(), packet, BroadcastFlags.NONE);
		this.socket.session().write(outgoing.batch());
	}

	private void show(Packet packet, List<OutgoingListener> watching) {
		List<@Nullable Object> data = packet.data();
		for (OutgoingListener listener : watching) {
			ApplicationCode.run(() -> listener.onEvent(packet.event(), data.subList(1, data.size())),
					(error) -> this.socket.input().listenerFailed(packet.event(), error));
		}
	}

	/** The socket has left: no answer can come any more. */
	void close() {
		this.acks.disconnected();
	}

}
