package dev.socketio.server;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import dev.socketio.engine.session.EngineSession;
import dev.socketio.internal.ApplicationCode;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one packet to many sockets, with one task for each event loop. Sockets that the
 * calling thread owns are written to at once, so that its own emits keep their order.
 */
final class Delivery {

	private static final Logger logger = LoggerFactory.getLogger(Delivery.class);

	private final OutgoingPacket outgoing;

	private final Step step;

	Delivery(OutgoingPacket outgoing, Step step) {
		this.outgoing = outgoing;
		this.step = step;
	}

	void to(Iterable<DefaultSocket> targets) {
		Groups groups = new Groups();
		for (DefaultSocket socket : targets) {
			EngineSession session = socket.session();
			if (session.isDirect()) {
				write(socket);
			}
			else {
				groups.add(session.home(), socket);
			}
		}
		for (Group group : groups.all) {
			if (group.loop.inEventLoop()) {
				arrive(group.sockets);
			}
			else {
				submit(group.first()::executeAtHome, () -> arrive(group.sockets));
			}
		}
	}

	/** On the home of the sockets. Those that have moved are forwarded, in one task. */
	private void arrive(List<DefaultSocket> sockets) {
		Groups moved = new Groups();
		for (int i = 0; i < sockets.size(); i++) {
			DefaultSocket socket = sockets.get(i);
			EngineSession session = socket.session();
			if (session.isDirect()) {
				write(socket);
			}
			else {
				moved.add(session.owner(), socket);
			}
		}
		for (Group group : moved.all) {
			submit(group.first()::executeAtOwner, () -> group.sockets.forEach(this::arriveMoved));
		}
	}

	private void arriveMoved(DefaultSocket socket) {
		EngineSession session = socket.session();
		if (session.isDirect()) {
			write(socket);
		}
		else {
			submit(session::execute, () -> write(socket));
		}
	}

	/** One socket that cannot be written to, without memory, does not cut off others. */
	private void write(DefaultSocket socket) {
		try {
			this.step.write(socket, this.outgoing);
		}
		catch (Throwable ex) {
			ApplicationCode.failed(ex,
					(error) -> logger.error("A packet could not be sent to socket {}", socket.id(), error));
		}
	}

	/** Keep the batch for a task that runs later, or not at all if its loop is gone. */
	private void submit(Executor executor, Runnable task) {
		this.outgoing.batch().retain();
		try {
			executor.execute(() -> {
				try {
					task.run();
				}
				finally {
					this.outgoing.batch().release();
				}
			});
		}
		catch (RejectedExecutionException ex) {
			this.outgoing.batch().release();
			logger.debug("An event loop is gone: its sockets receive nothing any more");
		}
	}

	/** What is done with each socket, on the owner of its connection. */
	@FunctionalInterface
	interface Step {

		void write(DefaultSocket socket, OutgoingPacket outgoing);

	}

	/** There are as many loops as processor cores, so a list finds them fast enough. */
	private static final class Groups {

		private final List<Group> all = new ArrayList<>(4);

		private @Nullable Group last;

		void add(EventLoop loop, DefaultSocket socket) {
			Group group = this.last;
			if (group == null || group.loop != loop) {
				group = find(loop);
				this.last = group;
			}
			group.sockets.add(socket);
		}

		private Group find(EventLoop loop) {
			for (Group group : this.all) {
				if (group.loop == loop) {
					return group;
				}
			}
			Group group = new Group(loop, new ArrayList<>());
			this.all.add(group);
			return group;
		}

	}

	private record Group(EventLoop loop, List<DefaultSocket> sockets) {

		EngineSession first() {
			return this.sockets.get(0).session();
		}

	}

}
