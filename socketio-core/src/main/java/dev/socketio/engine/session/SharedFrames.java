package dev.socketio.engine.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;

/**
 * Frames that many sessions send. They count until the last session has sent them.
 */
final class SharedFrames extends CompositeByteBuf {

	private final SendBacklogs backlogs;

	private final int bytes;

	SharedFrames(ByteBuf frames, SendBacklogs backlogs) {
		super(frames.alloc(), true, 1, frames);
		this.backlogs = backlogs;
		this.bytes = frames.readableBytes();
		backlogs.sharedFramesHeld(this.bytes);
	}

	@Override
	protected void deallocate() {
		super.deallocate();
		this.backlogs.sharedFramesReleased(this.bytes);
	}

}
