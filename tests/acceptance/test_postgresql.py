"""The same product on PostgreSQL: one database, a schema for each program."""

import signal

import psycopg

from benchmarks.installation import Installation, free_port
from benchmarks.visitor import Visitor


def test_up_answers_on_postgresql_and_keeps_nothing_in_files(tmp_path, postgresql_url):
    installation = Installation(tmp_path, free_port(), {"JAWAB_DATABASE_URL": postgresql_url})
    installation.start()
    try:
        installation.wait_until_answers()
        with Visitor(installation.url, "fr") as visitor:
            documents = visitor.ask("quels papiers pour un extrait de naissance ?")
            price = visitor.ask("et le prix ?")
        children = installation.children()
    finally:
        code = installation.end(signal.SIGINT)

    assert (documents["outcome"], price["card"]["aspect"]) == ("answered", "fee")
    assert schemas_with_rows(postgresql_url) == {"bot.inbox", "backend.procedures", "rasa.events"}
    assert list(tmp_path.glob("*.sqlite3*")) == []
    assert (code, [child for child in children if child.is_alive()]) == (0, [])


def schemas_with_rows(url):
    wanted = ("bot.inbox", "backend.procedures", "rasa.events")
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        counts = {
            table: connection.execute(f"select count(*) from {table}").fetchone()[0]
            for table in wanted
        }
    return {table for table, count in counts.items() if count}
