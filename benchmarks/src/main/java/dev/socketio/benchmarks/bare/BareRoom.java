package dev.socketio.benchmarks.bare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;

/**
 * The one room. Each event loop has the list of its own members, so nothing is locked.
 */
final class BareRoom {

	private final Map<EventExecutor, List<Channel>> members = new LinkedHashMap<>();

	BareRoom(EventLoopGroup loops) {
		loops.forEach((loop) -> this.members.put(loop, new ArrayList<>()));
	}

	void join(Channel channel) {
		own(channel).add(channel);
	}

	void leave(Channel channel) {
		own(channel).remove(channel);
	}

	private List<Channel> own(Channel channel) {
		return Objects.requireNonNull(this.members.get(channel.eventLoop()));
	}

	/** Write one frame to all: the same bytes, one task for each loop, one flush each. */
	void broadcast(ByteBuf frame) {
		this.members.forEach((loop, channels) -> {
			frame.retain();
			loop.execute(() -> {
				for (Channel channel : channels) {
					channel.write(frame.retainedDuplicate(), channel.voidPromise());
					channel.flush();
				}
				frame.release();
			});
		});
		frame.release();
	}

}
