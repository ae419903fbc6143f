// SPDX-License-Identifier: Apache-2.0
//
// Written by scripts/embed-migrations; change supabase/migrations/20261123000001_switchboard_functions.sql instead.

extension Migration {
    static let functions = #"""
        -- SPDX-License-Identifier: Apache-2.0
        --
        -- Switchboard: the functions through which its servers write and read. Each takes one jsonb and answers one, so that
        -- it is the same over a connection and over Supabase's REST interface. Times are microseconds since 1970.
        --
        -- They run with the rights of whoever calls them. None raises 40001 or 40P01: PostgREST would repeat it for ever.

        -- Exactly the moment: a number of type double precision could not hold it.
        create function public.switchboard_time(microseconds bigint) returns timestamptz
            language sql immutable strict parallel safe
            return (
                timestamp '1970-01-01'
                + pg_catalog.make_interval(days => (microseconds / 86400000000)::integer)
                + (microseconds % 86400000000) * interval '1 microsecond'
            ) at time zone 'UTC';

        create function public.switchboard_microseconds(moment timestamptz) returns bigint
            language sql stable strict parallel safe
            return (extract(epoch from moment) * 1000000)::bigint;

        create function public.switchboard_utterance_json(line public.switchboard_utterances) returns jsonb
            language sql stable parallel safe
            return jsonb_build_object(
                'speaker', line.speaker,
                'text', line.text,
                'start_seconds', line.start_seconds,
                'end_seconds', line.end_seconds,
                'confidence', line.confidence,
                'is_interrupted', line.is_interrupted,
                'source', line.source,
                'words', line.words
            );

        create function public.switchboard_event_json(
            event public.switchboard_events,
            line public.switchboard_utterances
        ) returns jsonb
            language sql stable parallel safe
            return jsonb_build_object(
                'id', event.id,
                'call', event.call_id,
                'sequence', event.sequence,
                'time', public.switchboard_microseconds(event.time),
                'kind', event.kind,
                'payload', event.payload,
                'line', line.line,
                'utterance', case when line.call_id is not null then public.switchboard_utterance_json(line) end
            );

        create function public.switchboard_call_json(call public.switchboard_calls) returns jsonb
            language sql stable parallel safe
            return to_jsonb(call) || jsonb_build_object(
                'received_at', public.switchboard_microseconds(call.received_at),
                'ended_at', public.switchboard_microseconds(call.ended_at),
                'latest_at', public.switchboard_microseconds(call.latest_at)
            );

        -- {} -> {"version", "row_security", "encoding"}
        create function public.switchboard_version(argument jsonb) returns jsonb
            language sql stable parallel safe
            set search_path = ''
        as $$
            select jsonb_build_object(
                'version', 1,
                'row_security', row_security_active('public.switchboard_calls'),
                'encoding', getdatabaseencoding()
            )
        $$;

        -- What is answered for survives the end of the database: a setting that lets commits be lost does not hold for this one.
        create function public.switchboard_durably() returns void
            language plpgsql volatile
            set search_path = ''
        as $$
        begin
            if current_setting('synchronous_commit') = 'off' then
                perform set_config('synchronous_commit', 'on', true);
            end if;
        end
        $$;

        -- {"calls": [a call and its "expected_events"], "events": [event]}
        --     -> {"conflict": false}, or {"conflict": true, "known": [event], "calls": [call]} and nothing is written.
        --
        -- The caller has added the events up itself, from what it knew of the calls. It is a conflict when a call has another
        -- number of events than it expected (0: none, there is no such call), or an event is there already; the answer says
        -- what is there. What is waited for is waited for in the order of names: new calls, calls, events. So writers never
        -- wait for one another in a circle.
        create function public.switchboard_append(argument jsonb) returns jsonb
            language plpgsql volatile
            set search_path = ''
            set lock_timeout = '5s'
            set statement_timeout = '10s'
        as $$
        declare
            written bigint;
            expected bigint;
            starting text;
        begin
            perform public.switchboard_durably();
            begin
                insert into public.switchboard_calls (
                    id, account, direction, from_address, to_address, received_at, plan, order_name, status, is_active, result,
                    reason, next_step, next_address, next_whisper, streams, ended_at, duration, lines, audio_lost_seconds,
                    voicemail_url, answered_by, transfer_status, transfer_seconds, recordings, events, latest_at
                )
                select
                    c.id, c.account, c.direction, c.from_address, c.to_address, public.switchboard_time(c.received_at), c.plan,
                    c.order_name, c.status, c.is_active, c.result, c.reason, c.next_step, c.next_address, c.next_whisper,
                    c.streams, public.switchboard_time(c.ended_at), c.duration, c.lines, c.audio_lost_seconds, c.voicemail_url,
                    c.answered_by, c.transfer_status, c.transfer_seconds, c.recordings, c.events,
                    public.switchboard_time(c.latest_at)
                from jsonb_to_recordset(argument -> 'calls') as c (
                    expected_events bigint, id text, account text, direction text, from_address text, to_address text,
                    received_at bigint, plan jsonb, order_name text, status text, is_active boolean, result text, reason text,
                    next_step text, next_address text, next_whisper text, streams bigint, ended_at bigint, duration bigint,
                    lines bigint, audio_lost_seconds double precision, voicemail_url text, answered_by text,
                    transfer_status text, transfer_seconds bigint, recordings jsonb, events bigint, latest_at bigint
                )
                where c.expected_events = 0
                order by c.id collate "C"
                on conflict (id) do nothing;
                get diagnostics written = row_count;

                -- Locks the others, and counts those that are as they were expected to be.
                select written + count(*) into written
                from (
                    select k.id, k.events
                    from public.switchboard_calls k
                    where k.id in (
                        select c.id
                        from jsonb_to_recordset(argument -> 'calls') as c (expected_events bigint, id text)
                        where c.expected_events > 0
                    )
                    order by k.id
                    for update
                ) k
                join jsonb_to_recordset(argument -> 'calls') as c (expected_events bigint, id text)
                    on c.id = k.id and c.expected_events = k.events;
                if written <> jsonb_array_length(argument -> 'calls') then
                    raise exception 'a call is not as it was expected to be' using errcode = 'SB409';
                end if;

                update public.switchboard_calls k set
                    status = c.status,
                    is_active = c.is_active,
                    result = c.result,
                    reason = c.reason,
                    next_step = c.next_step,
                    next_address = c.next_address,
                    next_whisper = c.next_whisper,
                    streams = c.streams,
                    ended_at = public.switchboard_time(c.ended_at),
                    duration = c.duration,
                    lines = c.lines,
                    audio_lost_seconds = c.audio_lost_seconds,
                    voicemail_url = c.voicemail_url,
                    answered_by = c.answered_by,
                    transfer_status = c.transfer_status,
                    transfer_seconds = c.transfer_seconds,
                    recordings = c.recordings,
                    events = c.events,
                    latest_at = public.switchboard_time(c.latest_at)
                from jsonb_to_recordset(argument -> 'calls') as c (
                    expected_events bigint, id text, status text, is_active boolean, result text, reason text, next_step text,
                    next_address text, next_whisper text, streams bigint, ended_at bigint, duration bigint, lines bigint,
                    audio_lost_seconds double precision, voicemail_url text, answered_by text, transfer_status text,
                    transfer_seconds bigint, recordings jsonb, events bigint, latest_at bigint
                )
                where k.id = c.id and c.expected_events > 0;

                insert into public.switchboard_events (call_id, sequence, id, time, kind, payload)
                select e.call, e.sequence, e.id, public.switchboard_time(e.time), e.kind, e.payload
                from jsonb_to_recordset(argument -> 'events') as e (
                    call text, sequence bigint, id text, time bigint, kind text, payload jsonb
                )
                order by e.id collate "C"
                on conflict (id) do nothing;
                get diagnostics written = row_count;
                expected := jsonb_array_length(argument -> 'events');
                if written <> expected then
                    raise exception 'an event is there already' using errcode = 'SB409';
                end if;

                insert into public.switchboard_utterances (
                    call_id, sequence, event_id, line, time, speaker, text, start_seconds, end_seconds, confidence,
                    is_interrupted, source, words, search
                )
                select
                    e.call, e.sequence, e.id, e.line, public.switchboard_time(e.time), u.speaker, u.text, u.start_seconds,
                    u.end_seconds, u.confidence, u.is_interrupted, u.source, u.words,
                    -- The words as they come: no parser or dictionary of the database has a say.
                    array_to_tsvector(array_remove(string_to_array(coalesce(u.search, ''), ' '), ''))
                from jsonb_to_recordset(argument -> 'events') as e (
                    call text, sequence bigint, id text, line bigint, time bigint, utterance jsonb
                )
                cross join jsonb_to_record(e.utterance) as u (
                    speaker text, text text, start_seconds double precision, end_seconds double precision,
                    confidence double precision, is_interrupted boolean, source text, words jsonb, search text
                )
                where jsonb_typeof(e.utterance) = 'object';

                -- Other servers that listen to the channel learn that a conversation begins here.
                for starting in
                    select distinct e.call
                    from jsonb_to_recordset(argument -> 'events') as e (call text, kind text)
                    where e.kind = 'stream_started' and octet_length(e.call) <= 256
                loop
                    perform pg_notify('switchboard', json_build_object('call', starting, 'kind', 'stream_started')::text);
                end loop;
                return jsonb_build_object('conflict', false);
            exception when sqlstate 'SB409' then
                -- Nothing of the block above is left, its locks neither.
                null;
            end;

            return jsonb_build_object(
                'conflict', true,
                'known', (
                    select coalesce(jsonb_agg(public.switchboard_event_json(e, u)), '[]')
                    from jsonb_to_recordset(argument -> 'events') as a (id text)
                    join public.switchboard_events e on e.id = a.id
                    left join public.switchboard_utterances u on u.call_id = e.call_id and u.sequence = e.sequence
                ),
                'calls', (
                    select coalesce(jsonb_agg(public.switchboard_call_json(k)), '[]')
                    from jsonb_to_recordset(argument -> 'calls') as c (id text)
                    join public.switchboard_calls k on k.id = c.id
                )
            );
        end
        $$;

        -- {"calls": ["CA…"]} -> {"calls": [call]}, without those that are unknown.
        create function public.switchboard_folds(argument jsonb) returns jsonb
            language sql stable
            set search_path = ''
            set statement_timeout = '10s'
        as $$
            select jsonb_build_object('calls', coalesce(jsonb_agg(public.switchboard_call_json(k)), '[]'))
            from jsonb_array_elements_text(argument -> 'calls') as wanted (id)
            join public.switchboard_calls k on k.id = wanted.id
        $$;

        -- {"id": "CA…"} or {"order": "…"} -> {"call": call or null}: of an order the first call.
        create function public.switchboard_call(argument jsonb) returns jsonb
            language plpgsql stable
            set search_path = ''
            set plan_cache_mode = 'force_custom_plan'
            set jit = 'off'
            set statement_timeout = '10s'
        as $$
        declare
            found_call public.switchboard_calls;
        begin
            if argument ? 'id' then
                select * into found_call from public.switchboard_calls where id = argument ->> 'id';
            else
                select * into found_call from public.switchboard_calls
                where order_name = argument ->> 'order' order by received_at, id limit 1;
            end if;
            return jsonb_build_object(
                'call', case when found_call.id is not null then public.switchboard_call_json(found_call) end
            );
        end
        $$;

        -- {"limit", "after": {"time", "id"}, "is_active", "received_from", "received_before", "address", "direction",
        -- "status", "result"}, all but the first optional -> {"calls": [call]}, newest first.
        --
        -- Planned anew for every question: what is not asked for falls away, and the right index is used.
        create function public.switchboard_calls(argument jsonb) returns jsonb
            language plpgsql stable
            set search_path = ''
            set plan_cache_mode = 'force_custom_plan'
            set jit = 'off'
            set statement_timeout = '10s'
        as $$
        declare
            most bigint := (argument ->> 'limit')::bigint;
            after_time timestamptz := public.switchboard_time((argument #>> '{after,time}')::bigint);
            after_id text := argument #>> '{after,id}';
            active boolean := (argument ->> 'is_active')::boolean;
            first_moment timestamptz := public.switchboard_time((argument ->> 'received_from')::bigint);
            end_moment timestamptz := public.switchboard_time((argument ->> 'received_before')::bigint);
            person text := argument ->> 'address';
            way text := argument ->> 'direction';
            word text := argument ->> 'status';
            class text := argument ->> 'result';
        begin
            return (
                select jsonb_build_object(
                    'calls',
                    coalesce(
                        jsonb_agg(public.switchboard_call_json(page.c) order by page.received_at desc, page.id desc),
                        '[]'
                    )
                )
                from (
                    select c, c.received_at, c.id
                    from public.switchboard_calls c
                    where (after_time is null or (c.received_at, c.id) < (after_time, after_id))
                        and (active is null or c.is_active = active)
                        and (first_moment is null or c.received_at >= first_moment)
                        and (end_moment is null or c.received_at < end_moment)
                        and (person is null or c.from_address = person or c.to_address = person)
                        and (way is null or c.direction = way)
                        and (word is null or c.status = word)
                        and (class is null or c.result = class)
                    order by c.received_at desc, c.id desc
                    limit most
                ) page
            );
        end
        $$;

        -- {"call": "CA…", "after": sequence, "limit", "kind"} -> {"events": [event]}, in the order of arrival. The kind is
        -- optional.
        create function public.switchboard_events(argument jsonb) returns jsonb
            language plpgsql stable
            set search_path = ''
            set plan_cache_mode = 'force_custom_plan'
            set jit = 'off'
            set statement_timeout = '10s'
        as $$
        declare
            wanted_call text := argument ->> 'call';
            after_sequence bigint := (argument ->> 'after')::bigint;
            most bigint := (argument ->> 'limit')::bigint;
            wanted_kind text := argument ->> 'kind';
        begin
            return (
                select jsonb_build_object(
                    'events',
                    coalesce(jsonb_agg(public.switchboard_event_json(page.e, u) order by page.sequence), '[]')
                )
                from (
                    select e, e.call_id, e.sequence
                    from public.switchboard_events e
                    where e.call_id = wanted_call
                        and e.sequence > coalesce(after_sequence, 0)
                        and (wanted_kind is null or e.kind = wanted_kind)
                    order by e.sequence
                    limit most
                ) page
                left join public.switchboard_utterances u on u.call_id = page.call_id and u.sequence = page.sequence
            );
        end
        $$;

        -- {"words": [{"text", "is_prefix"}], "limit", "after": {"time", "id"}, "speaker", "from", "before"}, the last four
        -- optional -> {"matches": [{"call", "id", "time", "utterance"}]}, newest first.
        create function public.switchboard_search(argument jsonb) returns jsonb
            language plpgsql stable
            set search_path = ''
            set plan_cache_mode = 'force_custom_plan'
            set jit = 'off'
            set statement_timeout = '10s'
        as $$
        declare
            question tsquery := (
                select string_agg(
                    '''' || replace(replace(w.text, '\', '\\'), '''', '''''') || ''''
                        || case when w.is_prefix then ':*' else '' end,
                    ' & '
                )::tsquery
                from jsonb_to_recordset(argument -> 'words') as w (text text, is_prefix boolean)
            );
            most bigint := (argument ->> 'limit')::bigint;
            after_time timestamptz := public.switchboard_time((argument #>> '{after,time}')::bigint);
            after_id text := argument #>> '{after,id}';
            person text := argument ->> 'speaker';
            first_moment timestamptz := public.switchboard_time((argument ->> 'from')::bigint);
            end_moment timestamptz := public.switchboard_time((argument ->> 'before')::bigint);
        begin
            return (
                select jsonb_build_object(
                    'matches',
                    coalesce(
                        jsonb_agg(
                            jsonb_build_object(
                                'call', page.call_id,
                                'id', page.event_id,
                                'time', public.switchboard_microseconds(page.time),
                                'utterance', public.switchboard_utterance_json(page.u)
                            )
                            order by page.time desc, page.event_id desc
                        ),
                        '[]'
                    )
                )
                from (
                    select u, u.call_id, u.event_id, u.time
                    from public.switchboard_utterances u
                    where u.search @@ question
                        and (after_time is null or (u.time, u.event_id) < (after_time, after_id))
                        and (person is null or u.speaker = person)
                        and (first_moment is null or u.time >= first_moment)
                        and (end_moment is null or u.time < end_moment)
                    order by u.time desc, u.event_id desc
                    limit most
                ) page
            );
        end
        $$;

        -- {"limit", and one of "call": "CA…", "address": "…", "received_before": time} -> {"erased": number}: calls that are
        -- over, the oldest first, with everything that belongs to them.
        create function public.switchboard_erase(argument jsonb) returns jsonb
            language plpgsql volatile
            set search_path = ''
            set plan_cache_mode = 'force_custom_plan'
            set jit = 'off'
            set lock_timeout = '5s'
            set statement_timeout = '30s'
        as $$
        declare
            most bigint := (argument ->> 'limit')::bigint;
            wanted_call text := argument ->> 'call';
            person text := argument ->> 'address';
            end_moment timestamptz := public.switchboard_time((argument ->> 'received_before')::bigint);
            candidates text[];
            erased bigint;
        begin
            perform public.switchboard_durably();
            -- A question without a condition would mean everything.
            if wanted_call is null and person is null and end_moment is null then
                raise exception 'say which calls to erase' using errcode = '22023';
            end if;
            candidates := array(
                select c.id
                from public.switchboard_calls c
                where not c.is_active
                    and (wanted_call is null or c.id = wanted_call)
                    and (person is null or c.from_address = person or c.to_address = person)
                    and (end_moment is null or c.received_at < end_moment)
                order by c.received_at, c.id
                limit most
            );
            -- In the order of names, like those who write; a call that has been taken up again meanwhile stays.
            candidates := array(
                select c.id from public.switchboard_calls c where c.id = any (candidates) and not c.is_active
                order by c.id for update
            );
            delete from public.switchboard_calls c where c.id = any (candidates);
            get diagnostics erased = row_count;
            return jsonb_build_object('erased', erased);
        end
        $$;

        comment on function public.switchboard_version(jsonb) is 'Which version of the tables and functions this is.';
        comment on function public.switchboard_durably() is 'Makes what this transaction commits durable.';
        comment on function public.switchboard_append(jsonb) is 'Adds events to calls, all or none.';
        comment on function public.switchboard_folds(jsonb) is 'Calls by name.';
        comment on function public.switchboard_call(jsonb) is 'One call, by name or by the order it was made for.';
        comment on function public.switchboard_calls(jsonb) is 'A page of calls, newest first.';
        comment on function public.switchboard_events(jsonb) is 'A page of the events of a call, in the order of arrival.';
        comment on function public.switchboard_search(jsonb) is 'A page of lines that hold all words, newest first.';
        comment on function public.switchboard_erase(jsonb) is 'Erases calls that are over.';

        -- Functions may be called by everybody unless one says otherwise.
        do $$
        declare
            routine text;
            person text;
        begin
            for routine in
                select p.oid::regprocedure::text
                from pg_catalog.pg_proc p
                where p.pronamespace = 'public'::regnamespace and p.proname like 'switchboard\_%'
            loop
                execute format('revoke all on function %s from public', routine);
                for person in select rolname from pg_catalog.pg_roles where rolname in ('anon', 'authenticated') loop
                    execute format('revoke all on function %s from %I', routine, person);
                end loop;
                if exists (select from pg_catalog.pg_roles where rolname = 'service_role') then
                    execute format('grant execute on function %s to service_role', routine);
                end if;
            end loop;
        end
        $$;

        -- PostgREST learns of new functions.
        notify pgrst, 'reload schema';

        """#
}
