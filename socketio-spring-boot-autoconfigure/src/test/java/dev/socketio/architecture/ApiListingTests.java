package dev.socketio.architecture;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

public class ApiListingTests {

	private static final String OWNER = ApiListingTests.class.getName() + "$";

	@Test
	void listsWhatOtherPackagesSee() {
		assertThat(lines(Open.class)).containsExactly(" : static class extends Comparable<String>",
				"#LIMIT : static final int", "#compareTo(String) : int",
				"#extend() : protected void throws java.io.IOException", "#inherited() : void",
				"#new(int) : protected");
	}

	@Test
	void listsGenericsAndNullness() {
		assertThat(lines(Generic.class)).containsExactly(" : interface<T extends @Nullable Object>",
				"#all() : default java.util.Map<String, @Nullable T>", "#bytes() : byte @Nullable []",
				"#map(java.util.function.Function<? super T, ? extends R>, @Nullable Object...) : <R extends Number> @Nullable R",
				"#reset() : static void");
	}

	@Test
	void leavesOutProtectedMembersOfFinalClasses() {
		assertThat(lines(Closed.class)).containsExactly(" : static final class");
	}

	@Test
	void leavesOutHiddenClasses() {
		assertThat(ApiListing.of(List.of(Hidden.class))).isEmpty();
	}

	@Test
	void listsRecordsEnumsAndAnnotations() {
		assertThat(lines(Point.class)).contains(" : static final record", "#x() : int", "#new(int)");
		assertThat(lines(Color.class)).contains(" : static final enum", "#RED : static final " + OWNER + "Color");
		assertThat(lines(Marker.class)).containsExactly(" : @interface", "#order() : int", "#value() : default String");
	}

	private static List<String> lines(Class<?> type) {
		String prefix = type.getName();
		List<String> lines = ApiListing.of(List.of(type));
		assertThat(lines).isNotEmpty().allSatisfy((line) -> assertThat(line).startsWith(prefix));
		return lines.stream().map((line) -> line.substring(prefix.length())).toList();
	}

	static class Hidden implements Comparable<String> {

		public void inherited() {
		}

		@Override
		public int compareTo(String other) {
			return 0;
		}

		void invisible() {
		}

	}

	public static class Open extends Hidden {

		public static final int LIMIT = 1;

		protected Open(int value) {
		}

		Open() {
		}

		protected void extend() throws IOException {
		}

	}

	public static final class Closed {

		private Closed() {
		}

		protected void unreachable() {
		}

	}

	public interface Generic<T extends @Nullable Object> {

		<R extends Number> @Nullable R map(Function<? super T, ? extends R> function, @Nullable Object... rest);

		byte @Nullable [] bytes();

		default Map<String, @Nullable T> all() {
			return Map.of();
		}

		static void reset() {
		}

	}

	public record Point(int x) {

	}

	public enum Color {

		RED

	}

	public @interface Marker {

		String value() default "";

		int order();

	}

}
