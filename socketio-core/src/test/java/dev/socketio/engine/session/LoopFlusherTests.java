package dev.socketio.engine.session;

import java.util.ArrayList;
import java.util.List;

import io.netty.channel.EventLoop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LoopFlusherTests {

	private final Loops loops = Loops.of(1);

	private final EventLoop loop = this.loops.next();

	private final List<String> order = new ArrayList<>();

	@AfterEach
	void close() {
		this.loops.close();
	}

	@Test
	void flushesBehindWhatIsQueued() {
		Loops.run(this.loop, () -> {
			this.loop.execute(() -> this.order.add("task"));
			LoopFlusher.schedule(this.loop, () -> this.order.add("a"));
			LoopFlusher.schedule(this.loop, () -> this.order.add("b"));
			this.loop.execute(() -> this.order.add("later"));
		});
		Loops.settle(this.loop);
		assertThat(this.order).containsExactly("task", "a", "b", "later");
	}

	@Test
	void flushMayCauseAnother() {
		Loops.run(this.loop, () -> LoopFlusher.schedule(this.loop, () -> {
			this.order.add("first");
			LoopFlusher.schedule(this.loop, () -> this.order.add("second"));
		}));
		Loops.settle(this.loop);
		assertThat(this.order).containsExactly("first", "second");
	}

	@Test
	void flushThatFailsDoesNotHurtOthers() {
		for (int i = 0; i < 3; i++) {
			Loops.run(this.loop, () -> {
				LoopFlusher.schedule(this.loop, () -> this.order.add("a"));
				LoopFlusher.schedule(this.loop, () -> {
					throw new IllegalStateException("flush failed");
				});
				LoopFlusher.schedule(this.loop, () -> this.order.add("b"));
			});
			Loops.settle(this.loop);
		}
		assertThat(this.order).containsExactly("a", "b", "a", "b", "a", "b");
	}

}
